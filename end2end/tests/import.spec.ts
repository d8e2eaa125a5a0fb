// Importing a roster from CSV: upload, preview, confirm, result.

import { say } from '../fixtures/catalog.ts';
import { audit } from '../fixtures/looks.ts';
import { demo, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { COLUMNS, Import, line } from '../pages/import.ts';
import { arrive, expectRefused, scripted, visit } from '../pages/page.ts';

test('a roster is uploaded, looked at and confirmed; a second time nothing changes', { tag: '@journey' }, async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const imports = new Import(page);
  const [ann, bo, wrong] = [letters(), letters(), letters()];
  const lines = [line(ann), line(bo), line(wrong, { email: 'info@import.test' })];
  await visit(page, '/agency');
  await page.getByRole('link', { name: 'Import a roster from CSV', exact: true }).click();
  await arrive(page, 'Import a roster from CSV');
  await imports.upload('roster.csv', [COLUMNS.replace('Training ID,', ''), line(ann)]);
  await expectRefused(page, imports.file, say('import.missing_columns', { columns: '“Training ID”' }));

  await imports.preview(lines);
  await imports.cancel.click();
  await expect(page.getByText('Import cancelled', { exact: true })).toBeVisible();
  await expect(imports.confirm).toHaveCount(0);
  if (scripted()) await audit(page, 'import, cancelled');

  await imports.preview(lines);
  await expect(imports.count('Added')).toContainText('2');
  await imports.count('Refused').click();
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await arrive(page, 'Check the import');
  await expect(page.locator('main')).toContainText('a mailbox that several people read');
  await imports.confirm.click();
  await imports.done();
  await page.reload();
  await imports.done();
  await arrive(page, 'Check the import');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the refused lines as CSV', exact: true }).click();
  expect((await download).suggestedFilename()).toBe('import-errors.csv');

  await imports.preview([line(ann), line(bo)]);
  await expect(imports.count('Unchanged')).toContainText('2');
  await expect(imports.confirm).toHaveCount(0);

  await imports.preview([line(ann, { city: 'Ely' }), line(bo, { employment: 'Inactive' })]);
  await expect(page.locator('main')).toContainText('City: from Duluth to Ely');
  await expect(page.locator('main')).toContainText('Employment: from Active to Inactive');
  await imports.confirm.click();
  await imports.done();
  await imports.count('Inactivated').click();
  await expect(page.locator('tbody tr')).toHaveCount(1);
});

test('a long import shows how far it is, and its result by itself', { tag: '@live' }, async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const imports = new Import(page);
  const own = letters();
  const many = Array.from({ length: 1000 }, (_, n) => line(`${own}${n}`));
  // The other roster: nobody looks for a demo account among these.
  await imports.preview(many, 'Certified application counselors (CACs)');
  await imports.confirm.click();
  await expect(page.getByRole('progressbar', { name: 'Check the import' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'of 1000 lines done' })).toBeVisible();
  await imports.done();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
  await expect(imports.count('Added')).toContainText('1000');
});
