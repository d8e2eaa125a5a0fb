// Importing plans: states that no journey reaches, and names that are long or would do harm, in a narrow window.

import { say } from '../../fixtures/catalog.ts';
import { alone } from '../../fixtures/lock.ts';
import { audit, expectFits } from '../../fixtures/looks.ts';
import { demo, HOSTILE, letters } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';
import { problems } from '../../pages/page.ts';
import { planLine, Plans } from '../../pages/plans.ts';

test('importing plans, and plans with long and hostile names', async ({ actors }) => {
  const page = await actors.demo(demo.manager);
  const plans = new Plans(page);
  const own = letters();
  await plans.open();
  const header = await plans.header();
  await plans.upload('plans.csv', [header.slice(header.indexOf(',') + 1), '1']);
  await expect(problems(page)).toBeVisible();
  await audit(page, 'plans, refused');
  await plans.preview('plans.csv', [header, planLine(header, { plan_id: 'A 1', area: 'Dane', metal_level: 'Tin' })]);
  await audit(page, 'plans, nothing to import');
  const name = `${`plans-${own}-`.repeat(5)}.csv`;
  // Whoever imports replaces the catalog of the year, and the others' previews compare with it.
  await alone(test.info(), 'catalog', async () => {
    await plans.open();
    await plans.preview(name, [
      header,
      planLine(header, { plan_id: `A-${own}`, name: `Silver ${letters(80)}` }),
      planLine(header, { plan_id: `B-${own}`, name: HOSTILE[1], deductible: '9000' }),
      planLine(header, { plan_id: `C-${own}-${letters(60)}`, area: letters(80), age_0_14: '0', age_15: '-', age_16: '', age_17: 'x' }),
    ]);
    await audit(page, 'plans, preview');
    await expectFits(page, 'plans, preview');
    await plans.importButton.click();
    await expect(page.getByText(say('plans.done_title'), { exact: true })).toBeVisible();
    await audit(page, 'plans, imported');
    await expectFits(page, 'plans, imported');
    await plans.open();
    await expect(plans.catalog(name)).toHaveCount(1);
    await expectFits(page, 'plans, with one of a long name');
  });
});
