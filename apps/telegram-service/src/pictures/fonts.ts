import { fileURLToPath } from 'node:url';

export const FONT = 'Inter';

/** The faces of Inter that a picture needs. */
export const FONT_FILES = [
  import.meta.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  import.meta.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
].map((url) => fileURLToPath(url));
