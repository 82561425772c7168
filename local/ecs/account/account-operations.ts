import { invalidParameter } from '../../http/aws-error.js';
import { flag, type JsonOperation, number, operation, structure, text } from '../../http/aws-json.js';
import { type EcsRegion } from '../ecs-region.js';
import { pageOf } from '../page.js';
import { ruleOf } from './account-settings.js';

type RegionOf = (region: string) => EcsRegion;

const listShape = structure({
  name: text,
  value: text,
  principalArn: text,
  effectiveSettings: flag,
  maxResults: number,
  nextToken: text,
});

const settingShape = structure({ name: text, value: text, principalArn: text });

export function accountOperations(regionOf: RegionOf): Record<string, JsonOperation> {
  const put = operation(settingShape, (input, { region }) => {
    const state = regionOf(region);
    const [name, value] = [input.name ?? '', input.value ?? ''];
    checkPrincipal(state, input.principalArn);
    state.accountSettings.put(name, value);
    return { setting: settingView(state, { name, value }) };
  });
  return {
    ListAccountSettings: listAccountSettings(regionOf),
    PutAccountSetting: put,
    PutAccountSettingDefault: put,
    DeleteAccountSetting: operation(settingShape, (input, { region }) => {
      const state = regionOf(region);
      const name = input.name ?? '';
      checkPrincipal(state, input.principalArn);
      return { setting: settingView(state, { name, value: state.accountSettings.reset(name) }) };
    }),
  };
}

/** Those that were set; with `effectiveSettings` also AWS's defaults. Pages of at most 10. */
function listAccountSettings(regionOf: RegionOf): JsonOperation {
  return operation(listShape, (input, { region }) => {
    const state = regionOf(region);
    checkPrincipal(state, input.principalArn);
    if (input.name !== undefined) ruleOf(input.name);
    if (input.value !== undefined && input.name === undefined) {
      throw invalidParameter('value needs a name: give both, or neither.');
    }
    const found = state.accountSettings
      .all()
      .filter(({ set }) => set || input.effectiveSettings === true)
      .filter(({ name }) => input.name === undefined || name === input.name)
      .filter(({ value }) => input.value === undefined || value === input.value);
    const { entries, ...rest } = pageOf(found, ({ name }) => name, input, 10);
    return { settings: entries.map((setting) => settingView(state, setting)), ...rest };
  });
}

const rootArn = ({ place }: EcsRegion): string => `arn:aws:iam::${place.account}:root`;

function settingView(
  state: EcsRegion,
  { name, value }: { readonly name: string; readonly value: string },
): object {
  return { name, value, principalArn: rootArn(state), type: 'user' };
}

/** The local cloud knows no users: whoever calls is the account. */
function checkPrincipal(state: EcsRegion, principal: string | undefined): void {
  if (principal === undefined || principal === rootArn(state)) return;
  throw invalidParameter(`principalArn '${principal}': the local cloud has no users but ${rootArn(state)}.`);
}
