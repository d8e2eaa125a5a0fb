// Plans: the resource manager brings in a catalog. Upload, look, import. Only for the year that nobody applies for now.

import { say } from '../fixtures/catalog.ts';
import { alone } from '../fixtures/lock.ts';
import { expectFits } from '../fixtures/looks.ts';
import { demo, HOSTILE, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { bar } from '../pages/header.ts';
import { arrive, expectRefused, problems, scripted, visit } from '../pages/page.ts';
import { catalogYear, planLine, Plans } from '../pages/plans.ts';
import { Center } from '../pages/resource-center.ts';

test('a catalog is uploaded, looked at and imported, and the next one says plan by plan what it changes', { tag: '@journey' }, async ({ actors }) => {
  test.setTimeout(240_000);
  const center = new Center(await actors.demo(demo.manager));
  const { page } = center;
  const plans = new Plans(page);
  const own = letters().toUpperCase();
  const [a, b, c, d] = [`A-${own}`, `B-${own}`, `C-${own}`, `D-${own}`];
  const year = catalogYear();
  const name = `${`plans-${own}-`.repeat(5)}.csv`;
  await visit(page, '/resource-center');
  await bar(page).getByRole('link', { name: 'Plans', exact: true }).click();
  await arrive(page, 'Plans');
  const header = await plans.header();
  await plans.send.click();
  await expect(problems(page)).toContainText(say('plans.no_year'));
  await expectRefused(page, plans.file, say('import.no_file'));
  await plans.upload('plans.csv', [header.replace('metal_level,', ''), '1']);
  await expectRefused(page, plans.file, say('import.missing_columns', { columns: '“metal_level”' }));
  await expect(plans.year(year)).toBeChecked();
  await plans.preview('plans.csv', [header, planLine(header, { plan_id: 'A 1' })]);
  await center.says(say('plans.nothing'));
  await expect(plans.importButton).toHaveCount(0);
  await page.getByRole('link', { name: say('plans.again'), exact: true }).click();
  await arrive(page, 'Plans');

  // The catalog of a year is one for all: the other run of this test waits.
  await alone(test.info(), 'catalog', async () => {
    await plans.preview(name, [
      header,
      ...[a, b, c].map((plan_id) => planLine(header, { plan_id })),
      planLine(header, { plan_id: `E-${own}-${letters(20)}`, name: `${HOSTILE[0]} ${letters(60)}`, area: letters(80), age_40: 'free' }),
    ]);
    await center.says(say('plans.summary', { year, name, n: 4, plans: 3, refused: 1 }));
    if (scripted()) await expectFits(page, 'a catalog with long names');
    const [download] = await Promise.all([page.waitForEvent('download'), plans.refusedLines.click()]);
    expect(download.suggestedFilename()).toBe('plans-refused.csv');
    await plans.importButton.dblclick();
    await center.says(say('plans.done', { year }));
    await expect(plans.importButton).toHaveCount(0);
    await expect(plans.line(a)).toContainText(say('import.added'));
    await page.getByRole('link', { name: 'Back to plans', exact: true }).click();
    await arrive(page, 'Plans');
    await expect(plans.catalog(name)).toHaveCount(1);
    await expect(plans.catalog(name)).toContainText(year);
    await expect(plans.catalog('Sample plans (not real)')).toContainText(say('plans.state_current_sample'));
    if (scripted()) await expectFits(page, 'catalogs with a long name');

    const lines: Record<string, string>[] = [{ plan_id: a }, { plan_id: b, name: 'Test Silver 2', age_20: '1' }, { plan_id: d }];
    await plans.preview('next.csv', [header, ...lines.map((line) => planLine(header, line))]);
    const lists = page.getByRole('navigation', { name: say('import.counts'), exact: true });
    await expect(lists.getByRole('link')).toHaveText(['All 3', 'Added 1', 'Changed 1', 'Unchanged 1', 'No longer sold 1', 'Refused 0']);
    for (const [list, plan, what] of [
      ['Added 1', d, ''],
      ['Changed 1', b, 'age_20: from $300.25 to $1.00; name: from Test Silver 1 to Test Silver 2'],
      ['Unchanged 1', a, ''],
      ['No longer sold 1', c, ''],
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
    await arrive(page, 'Check the plans');
    await plans.importButton.click();
    await center.says(say('plans.done', { year }));
    const done = page.getByRole('navigation', { name: say('import.counts_done'), exact: true });
    await done.getByRole('link', { name: 'No longer sold 1', exact: true }).click();
    await expect(plans.line(c)).toHaveCount(1);
    await arrive(page, 'Check the plans');
  });
});
