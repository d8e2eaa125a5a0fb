// Plans: the resource manager brings in a catalog. Upload, look, import. Only for the year that nobody applies for now.

import { say } from '../fixtures/catalog.ts';
import { demo, letters } from '../fixtures/people.ts';
import { Portal } from '../fixtures/portal.ts';
import { expect, test } from '../fixtures/test.ts';
import { arrive, expectNotFound, expectRefused, problems, visit } from '../pages/page.ts';
import { applyingYear, catalogYear, planLine, Plans } from '../pages/plans.ts';
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

test('the preview says plan by plan what a file changes, in lists with their counts', async ({ actorsAt }) => {
  const portal = await Portal.with({});
  try {
    const page = await actorsAt(portal).demo(demo.manager);
    const plans = new Plans(page);
    await plans.open();
    const header = await plans.header();
    await plans.replace(['A', 'B', 'C'].map((plan_id) => ({ plan_id })));
    await plans.open();
    const lines: Record<string, string>[] = [{ plan_id: 'A' }, { plan_id: 'B', name: 'Test Silver 2', age_20: '1' }, { plan_id: 'D' }];
    await plans.upload('next.csv', [header, ...lines.map((line) => planLine(header, line))], applyingYear());
    await arrive(page, 'Check the plans');
    const lists = page.getByRole('navigation', { name: say('import.counts'), exact: true });
    await expect(lists.getByRole('link')).toHaveText(['All 3', 'Added 1', 'Changed 1', 'Unchanged 1', 'No longer sold 1', 'Refused 0']);
    for (const [list, plan, what] of [
      ['Added 1', 'D', ''],
      ['Changed 1', 'B', 'age_20: from $300.25 to $1.00; name: from Test Silver 1 to Test Silver 2'],
      ['Unchanged 1', 'A', ''],
      ['No longer sold 1', 'C', ''],
    ] as const) {
      await lists.getByRole('link', { name: list, exact: true }).click();
      await expect(lists.locator('[aria-current=page]')).toHaveText(list);
      await expect(plans.lines).toHaveCount(1);
      await expect(plans.line(plan).getByRole('cell').last()).toHaveText(what);
      // What happens is a word or three, and none of them breaks.
      const height = await plans.line(plan).getByRole('cell').nth(3).evaluate((cell) => {
        const words = document.createRange();
        words.selectNodeContents(cell);
        return new Set([...words.getClientRects()].map((box) => box.top)).size;
      });
      expect(height).toBeLessThanOrEqual(list.split(' ').length - 1);
    }
    await lists.getByRole('link', { name: 'Refused 0', exact: true }).click();
    await expect(page.getByText(say('import.empty'), { exact: true })).toBeVisible();
    await plans.importButton.click();
    await expect(page.getByText('Plans imported', { exact: true })).toBeVisible();
    const done = page.getByRole('navigation', { name: say('import.counts_done'), exact: true });
    await done.getByRole('link', { name: 'No longer sold 1', exact: true }).click();
    await expect(plans.line('C')).toHaveCount(1);
  } finally {
    await portal.stop();
  }
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
