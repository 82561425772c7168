/** The SDK’s switches for its own notices lead nowhere. */
const AWS_VARIABLE = /^AWS_(?!SDK_JS_)/;

/** Runs `action` with these AWS variables and no others; the environment is as before afterwards. */
export async function withEnvironment(
  variables: Readonly<Record<string, string>>,
  action: () => Promise<void>,
): Promise<void> {
  const before = { ...process.env };
  const set = (values: NodeJS.ProcessEnv): void => {
    for (const name of Object.keys(process.env)) {
      if (AWS_VARIABLE.test(name)) Reflect.deleteProperty(process.env, name);
    }
    for (const [name, value] of Object.entries(values)) {
      if (AWS_VARIABLE.test(name)) process.env[name] = value;
    }
  };
  // No file of the machine's own may have a say either.
  set({ AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', ...variables });
  try {
    await action();
  } finally {
    set(before);
  }
}
