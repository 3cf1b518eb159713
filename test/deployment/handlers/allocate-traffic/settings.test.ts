import { settingsIn } from '../../../../lib/deployment/handlers/allocate-traffic/settings';
import { SETTINGS } from './bandits';

test('the settings are read from the environment', () => {
  const settings = settingsIn({ SETTINGS: JSON.stringify(SETTINGS) });

  expect(settings).toEqual(SETTINGS);
});
