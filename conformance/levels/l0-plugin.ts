import {
  isExecutorError,
  type ConfigMap,
  type Executor,
  type PluginManifest,
  type Session,
} from '../../spi/index.js';
import { Bench } from '../bench.js';
import { failureOf, holds, KitFailure, same } from '../check.js';
import type { KitOptions, PluginUnderTest, SettingProbe } from '../kit-options.js';
import { mergeConfig } from '../merge-config.js';
import { processOf, seatOf } from '../seats.js';
import { level } from '../suite.js';
import { openSession } from '../test-session.js';
import { exits, waits } from '../work.js';

/** What `plugin.json` promises, and what becomes of settings. */
export function plugins<B>(kit: KitOptions<B>): void {
  level(kit, 'L0', 'plugin and settings', (test) => {
    test('declares the executor it makes', { needs: ['plugin'], started: false }, async (bench) => {
      const { manifest } = given(kit);
      same('it is declared', manifest.executors.includes(bench.executor.name), true);
      for (const name of manifest.executors) {
        const executor = create(kit, name);
        same('the name of the executor made', executor.name, name);
        await bench.settled('the shutdown is over', executor.shutdown());
      }
    });

    test(
      'refuses an executor it does not bring, by name',
      { needs: ['plugin'], started: false },
      async () => {
        const error = await failureOf('an executor of another plugin', () => create(kit, 'no-such-executor'));
        holds('it is an error of the SPI', isExecutorError(error));
        holds('it names the executor', String(error).includes('no-such-executor'));
      },
    );

    test(
      'finds nothing wrong with a process it can run',
      { needs: ['plugin'], started: false },
      async (bench) => {
        const process = processOf(await kit.makeTask(waits, seatOf(kit, bench.session, 1), bench.backend));
        same('its problems', given(kit).plugin.check(bench.executor.name, process), []);
      },
    );

    test('says of every setting what it is for', { needs: ['plugin'], started: false }, () => {
      same('settings without a description', undescribed(given(kit).manifest), []);
      return Promise.resolve();
    });

    test('refuses an unknown setting and names it', { needs: ['plugin'], started: false }, async (bench) => {
      for (const scope of Object.keys(given(kit).manifest.settings)) {
        const wrong = nested([...scope.split('.'), 'noSuchSetting'], 'x');
        const error = await failureOf(`${scope}.noSuchSetting`, () =>
          create(kit, bench.executor.name, wrong),
        );
        holds('it is an error of the SPI', isExecutorError(error));
        holds('it names the setting', String(error).includes(`${scope}.noSuchSetting`));
      }
    });

    if (kit.settings === undefined || kit.settings.length === 0) {
      test('a changed setting reaches the next session’s tasks', { needs: ['settings'] }, neverRun);
    }
    for (const probe of kit.settings ?? []) {
      const title = `a change of ${probe.name} reaches the next session’s tasks`;
      test(title, { needs: ['settings'], config: probe.before }, async (bench) => {
        await bench.outcomeOf(exits(0));
        await bench.shutdown();
        await seesChange(bench, probe);
      });
    }
  });
}

async function seesChange<B>(first: Bench<B>, probe: SettingProbe<B>): Promise<void> {
  const { kit, backend } = first;
  const next = await Bench.open(kit, { config: probe.after, backend, time: first.time });
  try {
    await next.start();
    const handler = await next.runOne(exits(0));
    same('the outcome', (await next.ended(handler)).kind, 'completed');
    same(`${probe.name} of the task`, await probe.seen(backend, handler.nativeId ?? ''), probe.expected);
  } finally {
    // The backend is the first's to close.
    await next.shutdown({ graceMs: 1_000 });
  }
}

function given<B>({ plugin }: KitOptions<B>): PluginUnderTest {
  if (plugin === undefined) throw new KitFailure('no plugin is given');
  return plugin;
}

function create<B>(kit: KitOptions<B>, name: string, more: ConfigMap = {}): Executor {
  const { plugin, config } = given(kit);
  const session: Session = openSession(kit, { config: mergeConfig(config, more) }).session;
  return plugin.createExecutor(name, session);
}

function undescribed({ settings }: PluginManifest): string[] {
  return Object.entries(settings).flatMap(([scope, schema]) =>
    Object.entries((schema as { properties?: Readonly<Record<string, object>> }).properties ?? {})
      .filter(([, setting]) => !('description' in setting))
      .map(([name]) => `${scope}.${name}`),
  );
}

function nested([first = '', ...rest]: readonly string[], value: string): ConfigMap {
  return { [first]: rest.length === 0 ? value : nested(rest, value) };
}

function neverRun(): Promise<void> {
  return Promise.reject(new KitFailure('no settings are given'));
}
