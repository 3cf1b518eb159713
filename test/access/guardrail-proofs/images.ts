import { Guardrail } from '../../../lib/organization';
import { Context, MEMBER } from '../control-policies';
import { ProvedGuardrail, allowed, denied } from './requests';

export const IMAGES: ProvedGuardrail[] = [
  {
    guardrail: Guardrail.approvedImageRegistries([MEMBER, '141502667606']),
    proofs: [
      allowed('an image of our own', 'ecr:BatchGetImage', {}, `arn:aws:ecr:eu-west-1:${MEMBER}:repository/abalone`),
      allowed(
        'an image of AWS',
        'ecr:GetDownloadUrlForLayer',
        {},
        'arn:aws:ecr:eu-west-1:141502667606:repository/sagemaker-xgboost',
      ),
      denied(
        'an image of a stranger',
        'ecr:BatchGetImage',
        {},
        'arn:aws:ecr:eu-west-1:999999999999:repository/abalone',
      ),
      denied(
        'a layer of a stranger whose repository has the name of our account',
        'ecr:GetDownloadUrlForLayer',
        {},
        `arn:aws:ecr:eu-west-1:999999999999:repository/${MEMBER}`,
      ),
    ],
  },
  {
    guardrail: Guardrail.approvedStudioImages([
      'arn:aws:sagemaker:*:666666666666:image/*',
      'arn:aws:sagemaker:eu-west-1:819792524951:image/sagemaker-distribution-cpu',
    ]),
    proofs: [
      allowed('an app from our image', 'sagemaker:CreateApp', image('666666666666', 'abalone')),
      allowed(
        'an app from the image of AWS',
        'sagemaker:CreateApp',
        image('819792524951', 'sagemaker-distribution-cpu'),
      ),
      denied('an app from another image', 'sagemaker:CreateApp', image('999999999999', 'abalone')),
      denied('a space from two images, one of them foreign', 'sagemaker:CreateSpace', {
        'sagemaker:ImageArns': [...images('666666666666', 'abalone'), ...images('999999999999', 'abalone')],
      }),
      allowed('an app from the default image of its domain', 'sagemaker:CreateApp', {}),
    ],
  },
];

function images(account: string, name: string): string[] {
  return [`arn:aws:sagemaker:eu-west-1:${account}:image/${name}`];
}

function image(account: string, name: string): Context {
  return { 'sagemaker:ImageArns': images(account, name) };
}
