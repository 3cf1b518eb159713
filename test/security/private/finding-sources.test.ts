import { FINDING_SOURCES } from '../../../lib/security/private/finding-sources';

test.each(Object.entries(FINDING_SOURCES))(
  'findings of %s come from one service and say where they are',
  (_name, source) => {
    expect(source.pattern.source).toHaveLength(1);
    expect(source.pattern.detailType).toHaveLength(1);
    expect(source.message).toMatch(/in account .+, region .+\. Finding: .+$/);
  },
);
