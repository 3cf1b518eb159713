import { PipelineParameter } from '../../../lib/pipelines';
import { checkRelease } from '../../../lib/pipelines/private/emr-release';
import { told } from './told';

test.each(['emr-7.9.0', 'emr-6.15.0', PipelineParameter.ofString('Release').asString])('%s is a release', (label) => {
  expect(told((problems) => checkRelease(problems, 'releaseLabel', label))).toEqual([]);
});

test.each(['', '7.9.0', 'emr-7.9', 'emr-7.9.0-latest', 'EMR-7.9.0'])('"%s" is none', (label) => {
  expect(told((problems) => checkRelease(problems, 'releaseLabel', label))).toEqual([
    `EmrReleaseMalformed: releaseLabel is "${label}", EMR names releases as emr-7.9.0; write one in that form`,
  ]);
});
