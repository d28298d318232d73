import { createRequire } from 'node:module'

const { resolve } = createRequire(import.meta.url)
/** Font options for resvg: Source Sans 3 from the installed package and nothing of the machine. */
export const figureFont = {
  loadSystemFonts: false,
  fontFiles: ['400Regular', '600SemiBold', '400Regular_Italic'].map((style) =>
    resolve(`@expo-google-fonts/source-sans-3/${style}/SourceSans3_${style}.ttf`),
  ),
  defaultFontFamily: 'Source Sans 3',
  sansSerifFamily: 'Source Sans 3',
}
