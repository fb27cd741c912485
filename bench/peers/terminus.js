import 'reflect-metadata';
import { HttpModule } from '@nestjs/axios';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { HealthCheck, HealthCheckService, HttpHealthIndicator, TerminusModule } from '@nestjs/terminus';

const siblings = Object.entries(JSON.parse(process.env.SIBLINGS ?? ''));
const timeout = Number(process.env.TIMEOUT_MS);

class HealthController {
  #health;
  #http;

  constructor(health, http) {
    this.#health = health;
    this.#http = http;
  }

  live() {
    return this.#health.check([]);
  }

  check() {
    return this.#health.check(
      siblings.map(
        ([name, url]) =>
          () =>
            this.#http.pingCheck(name, url, { timeout }),
      ),
    );
  }
}

class AppModule {}

decorate([Controller()], HealthController);
Reflect.defineMetadata('design:paramtypes', [HealthCheckService, HttpHealthIndicator], HealthController);
decorateMethod([Get('live'), HealthCheck()], 'live');
decorateMethod([Get('health'), HealthCheck()], 'check');
decorate(
  [
    Module({
      imports: [TerminusModule.forRoot({ logger: false }), HttpModule],
      controllers: [HealthController],
    }),
  ],
  AppModule,
);

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');

function decorate(decorators, target) {
  Reflect.decorate(decorators, target);
}

function decorateMethod(decorators, name) {
  const descriptor = Object.getOwnPropertyDescriptor(HealthController.prototype, name);
  const decorated = Reflect.decorate(decorators, HealthController.prototype, name, descriptor);
  Object.defineProperty(HealthController.prototype, name, decorated ?? descriptor);
}
