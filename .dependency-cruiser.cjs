module.exports = { forbidden: [], options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true } };
