import { settingsIn } from '../../../../lib/deployment/handlers/record-rewards/settings';
import { SETTINGS } from './recorders';

test('the settings are JSON in the environment of the function', () => {
  const settings = settingsIn({ SETTINGS: JSON.stringify(SETTINGS) });

  expect(settings).toEqual(SETTINGS);
});
