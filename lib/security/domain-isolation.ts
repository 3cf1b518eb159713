import { check, checkArn } from '../core';
import { Place, sageMakerArn } from './private/activity-statement';
import { OWN_DOMAIN } from './private/studio-activities';

/**
 * The Studio domain whose resources people may touch.
 *
 * SageMaker tags what is created from a domain with the domain's ARN, under the key `sagemaker:domain-arn`; by this tag the
 * resources of other domains of the account stay closed. Given to `ActivityConditions.domain`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-resource-isolation.html
 */
export class DomainIsolation {
  /**
   * The domain that the request comes from.
   *
   * SageMaker fills the policy variable in for calls of Studio apps; for all other calls no domain matches.
   */
  public static ownDomain(): DomainIsolation {
    return new DomainIsolation((place) => sageMakerArn(place, 'domain', OWN_DOMAIN));
  }

  /**
   * A domain that is known by its ARN.
   *
   * Throws when the ARN is malformed.
   *
   * @param domainArn as `arn:aws:sagemaker:eu-west-1:666666666666:domain/d-a1b2c3d4e5f6`
   */
  public static domain(domainArn: string): DomainIsolation {
    check(undefined, (problems) => checkArn(problems, 'domainArn', domainArn, 'sagemaker'));

    return new DomainIsolation(() => domainArn);
  }

  private constructor(private readonly arn: (place: Place) => string) {}

  /** @internal */
  public _arnAt(place: Place): string {
    return this.arn(place);
  }
}
