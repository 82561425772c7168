import Module from 'node:module';

/**
 * Stryker's mocha runner requires files of mocha without their extension, and mocha 12 calls them `.cjs`
 * (https://github.com/stryker-mutator/stryker-js/pull/6205, open; 9.6.1 and 10.0.0 fail). Node looks for the
 * extensions it knows a loader for, so it is told of this one. To be deleted with the release that has the pull
 * request.
 */
const loaders = (Module as unknown as { readonly _extensions: Record<string, unknown> })._extensions;
loaders['.cjs'] ??= loaders['.js'];
