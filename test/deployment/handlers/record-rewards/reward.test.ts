import { readReward } from '../../../../lib/deployment/handlers/record-rewards/reward';
import { message, NOW, REWARD, secondsFromNow, SETTINGS } from './recorders';

const FOURTEEN_DAYS = 14 * 86_400;

test('a message is a reward', () => {
  const reward = readReward(message({ ...REWARD, occurredAt: '2026-11-22T09:59:59.5+00:00' }), SETTINGS, NOW);

  expect(reward).toEqual(REWARD);
});

test('the detail of an event is a reward', () => {
  const event = { 'detail-type': 'Purchase', source: 'acme.shop', time: '2026-11-22T09:59:00Z', detail: REWARD };

  const reward = readReward(message(event), SETTINGS, NOW);

  expect(reward).toEqual(REWARD);
});

test.each([0, 0.25, 1])('a reward may be worth %d', (value) => {
  const reward = readReward(message({ ...REWARD, value }), SETTINGS, NOW);

  expect(reward.value).toBe(value);
});

test.each([1, 128])('an id may have %d characters', (length) => {
  const rewardId = 'x'.repeat(length);

  const reward = readReward(message({ ...REWARD, rewardId }), SETTINGS, NOW);

  expect(reward.rewardId).toBe(rewardId);
});

test.each([
  ['as old as what is remembered', -FOURTEEN_DAYS],
  ['as far ahead as clocks may be', 300],
])('a reward may be %s', (_, seconds) => {
  const reward = readReward(message({ ...REWARD, occurredAt: secondsFromNow(seconds) }), SETTINGS, NOW);

  expect(reward).toEqual(REWARD);
});

test.each([
  ['no JSON', 'reward!', 'the message is no object of JSON'],
  ['no object', '[1]', 'the message is no object of JSON'],
  ['nothing', 'null', 'the message is no object of JSON'],
  ['without an id', { ...REWARD, rewardId: undefined }, 'rewardId is missing, it is a text of 1 to 128 characters'],
  ['with an empty id', { ...REWARD, rewardId: '' }, 'rewardId is "", it is a text of 1 to 128 characters'],
  ['with a number as its id', { ...REWARD, rewardId: 17 }, 'rewardId is 17, it is a text of 1 to 128 characters'],
  [
    'with a long id',
    { ...REWARD, rewardId: 'x'.repeat(129) },
    `rewardId is "${'x'.repeat(129)}", it is a text of 1 to 128 characters`,
  ],
  [
    'of an unknown variant',
    { ...REWARD, variantName: 'Retired' },
    'variantName is "Retired", the endpoint has Champion, Challenger',
  ],
  [
    'of no variant',
    { ...REWARD, variantName: undefined },
    'variantName is missing, the endpoint has Champion, Challenger',
  ],
  ['with a text as its value', { ...REWARD, value: '1' }, 'value is "1", it is a number from 0 to 1'],
  ['without a value', { ...REWARD, value: undefined }, 'value is missing, it is a number from 0 to 1'],
  ['with less than the least', { ...REWARD, value: -0.001 }, 'value is -0.001, it is a number from 0 to 1'],
  ['with more than the most', { ...REWARD, value: 1.001 }, 'value is 1.001, it is a number from 0 to 1'],
  [
    'with a value beyond all numbers',
    '{ "rewardId": "order-17", "variantName": "Champion", "value": 1e999 }',
    'value is null, it is a number from 0 to 1',
  ],
  [
    'without a zone in its time',
    { ...REWARD, occurredAt: '2026-11-22T10:00:00' },
    'the time is "2026-11-22T10:00:00", it is written as "2026-11-22T10:00:00Z"',
  ],
  [
    'of a day that is none',
    { ...REWARD, occurredAt: '2026-13-45T10:00:00Z' },
    'the time is "2026-13-45T10:00:00Z", it is written as "2026-11-22T10:00:00Z"',
  ],
  [
    'with a number as its time',
    { ...REWARD, occurredAt: NOW },
    `the time is ${NOW}, it is written as "2026-11-22T10:00:00Z"`,
  ],
  [
    'older than what is remembered',
    { ...REWARD, occurredAt: secondsFromNow(-FOURTEEN_DAYS - 1) },
    'it is of 2026-11-08T09:59:59.000Z, rewards are taken for 1209600 seconds',
  ],
  [
    'further ahead than clocks may be',
    { ...REWARD, occurredAt: secondsFromNow(301) },
    'it is of 2026-11-22T10:05:01.000Z, which is more than 300 seconds ahead',
  ],
])('a message that is %s is refused', (_, content, reason) => {
  const reading = () => readReward(message(content), SETTINGS, NOW);

  expect(reading).toThrow(new Error(reason));
});

test('an event that is replayed keeps its time, and is refused when it is old', () => {
  const event = { 'detail-type': 'Purchase', time: secondsFromNow(-FOURTEEN_DAYS - 1), detail: REWARD };

  const reading = () => readReward(message(event), SETTINGS, NOW);

  expect(reading).toThrow(new Error('it is of 2026-11-08T09:59:59.000Z, rewards are taken for 1209600 seconds'));
});

test('without a time of its own a reward is of the time when it came into the queue', () => {
  const reading = () => readReward(message(REWARD, NOW - (FOURTEEN_DAYS + 1) * 1_000), SETTINGS, NOW);

  expect(reading).toThrow(new Error('it is of 2026-11-08T09:59:59.000Z, rewards are taken for 1209600 seconds'));
});
