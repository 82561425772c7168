/**
 * The version of this contract, apart from the package's own version. It follows semver: only a major step breaks. A
 * plugin states the range it was written for in `plugin.json` (`spi`), and a host refuses a plugin whose range does
 * not hold this version.
 */
export const SPI_VERSION = '1.0.0';
