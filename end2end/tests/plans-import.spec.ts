// Plans: the resource manager brings in a catalog. Upload, look, import. Only for the year that nobody applies for now.

import { say } from '../fixtures/catalog.ts';
import { demo, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { arrive, expectNotFound, expectRefused, problems, visit } from '../pages/page.ts';
import { catalogYear, planLine, Plans } from '../pages/plans.ts';
import { Center } from '../pages/resource-center.ts';

test('a catalog is uploaded, looked at and imported', { tag: '@main' }, async ({ actors }) => {
  const center = new Center(await actors.demo(demo.manager));
  const { page } = center;
  const plans = new Plans(page);
  const own = letters();
  const [year, name] = [catalogYear(), `plans ${own}.csv`];
  await visit(page, '/resource-center');
  await center.tab('Plans').click();
  await arrive(page, 'Plans');
  const header = await plans.header();
  await plans.preview(name, [
    header,
    planLine(header, { plan_id: `A-${own}` }),
    planLine(header, { plan_id: `A-${own}`, area: 'Rating Area 1' }),
    planLine(header, { plan_id: `B-${own}`, metal_level: 'Tin', area: 'Dane' }),
    planLine(header, { plan_id: `C-${own}`, age_40: 'free' }),
    planLine(header, { plan_id: `D-${own}`, name: '=1+1' }),
    planLine(header, { plan_id: `A-${own}` }),
  ]);
  await center.says(say('plans.summary', { year, name, n: 6, plans: 2, refused: 4 }));
  await expect(plans.lines).toHaveCount(6);
  await expect(plans.line(`A-${own}`).first()).toContainText(say('import.added'));
  await expect(plans.line(`B-${own}`)).toContainText(say('plans.row_metal', { column: '“metal_level”' }));
  await expect(plans.line(`B-${own}`)).toContainText(say('plans.row_area', { column: '“area”' }));
  await expect(plans.line(`C-${own}`)).toContainText(say('plans.row_amount', { column: '“age_40”' }));
  await expect(plans.line(`D-${own}`)).toContainText(say('plans.row_formula', { column: '“name”' }));
  await expect(plans.line(`A-${own}`).last()).toContainText(say('plans.row_same_as', { line: 2 }));
  const [download] = await Promise.all([page.waitForEvent('download'), plans.refusedLines.click()]);
  expect(download.suggestedFilename()).toBe('plans-refused.csv');

  // Nothing is changed before the button is pressed, and twice is once.
  const preview = page.url();
  await plans.open();
  await expect(plans.catalog(name)).toHaveCount(0);
  await visit(page, preview);
  await plans.importButton.dblclick();
  await center.says(say('plans.done', { year }));
  await center.says(say('plans.result_summary', { year, name, n: 6, plans: 2, refused: 4 }));
  await expect(plans.importButton).toHaveCount(0);
  await expect(plans.line(`A-${own}`).first()).toContainText(say('import.added'));
  await page.getByRole('link', { name: 'Back to plans', exact: true }).click();
  await arrive(page, 'Plans');
  await expect(plans.catalog(name)).toHaveCount(1);
  await expect(plans.catalog(name)).toContainText(year);
  await expect(plans.catalog(name)).not.toContainText('sample');
  // What people choose from stays.
  await expect(plans.catalog('Sample plans (not real)')).toContainText(say('plans.state_current_sample'));
});

test('what is no catalog is refused and says why', async ({ actors }) => {
  const page = await actors.demo(demo.manager);
  const plans = new Plans(page);
  await plans.open();
  await plans.send.click();
  await expect(problems(page)).toContainText(say('plans.no_year'));
  await expectRefused(page, plans.file, say('import.no_file'));
  const header = await plans.header();
  await plans.upload('plans.csv', [header.replace('metal_level,', ''), '1']);
  await expect(problems(page)).toContainText('“metal_level”');
  await expect(plans.year(catalogYear())).toBeChecked();
  await plans.upload('plans.xlsx', ['PK\u0003\u0004 workbook']);
  await expect(problems(page)).toContainText('save it as CSV');
  await plans.preview('plans.csv', [header, planLine(header, { plan_id: 'A 1' })]);
  await expect(page.locator('main')).toContainText(say('plans.nothing'));
  await expect(plans.importButton).toHaveCount(0);
});

test('catalogs are the resource manager’s alone', async ({ actors }) => {
  for (const email of [demo.arc, demo.bsl, demo.contact]) await expectNotFound(await actors.demo(email), '/resource-center/plans');
});
