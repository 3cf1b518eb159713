import { settingsIn } from '../../../../lib/deployment/handlers/judge-test/settings';
import { SETTINGS } from './world';

test('settings come as JSON from the environment', () => {
  const settings = settingsIn({ SETTINGS: JSON.stringify(SETTINGS) });

  expect(settings).toEqual(SETTINGS);
});
