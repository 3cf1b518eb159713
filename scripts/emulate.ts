import { LandingZone } from '../test/emulator/landing-zone';
import { play } from '../test/emulator/story';

// The SDK says at every start that it will leave this version of Node.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

void emulate();

/** Plays the life of the reference platform in an emulated organisation, each line with the seconds since the start. */
async function emulate(): Promise<void> {
  const start = Date.now();
  const tell = (line: string): void =>
    console.log(`${((Date.now() - start) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  let zone: LandingZone | undefined;

  try {
    tell('start an organisation on localhost');
    zone = await LandingZone.start();
    await play(zone, tell);
    tell('the end');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    await zone?.stop();
  }
}
