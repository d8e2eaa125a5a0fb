// Importing a roster from CSV: upload, preview, confirm, result.

import { demo, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { COLUMNS, Import, line } from '../pages/import.ts';
import { arrive, problems, visit } from '../pages/page.ts';

test('a roster is uploaded, looked at and confirmed; a second time nothing changes', { tag: '@main' }, async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const imports = new Import(page);
  const [ann, bo, wrong] = [letters(), letters(), letters()];
  await visit(page, '/agency');
  await page.getByRole('link', { name: 'Import a roster from CSV', exact: true }).click();
  await arrive(page, 'Import a roster from CSV');
  await imports.preview([line(ann), line(bo), line(wrong, { email: 'info@import.test' })]);
  await expect(imports.count('Added')).toContainText('2');
  await expect(imports.count('Refused')).toContainText('1');
  await expect(page.locator('main')).toContainText('a mailbox that several people read');
  await imports.confirm.click();
  await imports.done();
  await page.reload();
  await imports.done();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the refused lines as CSV', exact: true }).click();
  expect((await download).suggestedFilename()).toBe('import-errors.csv');

  await imports.preview([line(ann), line(bo)]);
  await expect(imports.count('Unchanged')).toContainText('2');
  await expect(imports.confirm).toHaveCount(0);

  await imports.preview([line(ann, { city: 'Ely' }), line(bo, { employment: 'Inactive' })]);
  await expect(page.locator('main')).toContainText('City: from Duluth to Ely');
  await expect(page.locator('main')).toContainText('Employment: from Active to Inactive');
  await imports.count('Inactivated').click();
  await arrive(page, 'Check the import');
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await imports.confirm.click();
  await imports.done();
});

test('a file that is no roster is refused and says why; an import can be cancelled', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const imports = new Import(page);
  await imports.upload('roster.csv', [COLUMNS.replace('Training ID,', ''), line(letters())]);
  await expect(problems(page)).toContainText('“Training ID”');
  await imports.upload('roster.xlsx', ['PK\u0003\u0004 workbook']);
  await expect(problems(page)).toContainText('save it as CSV');
  await imports.preview([line(letters())]);
  await imports.cancel.click();
  await expect(page.getByText('Import cancelled', { exact: true })).toBeVisible();
  await expect(imports.confirm).toHaveCount(0);
});
