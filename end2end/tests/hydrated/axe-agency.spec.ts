// Accessible in every state: what an agency contact sees.

import { say } from '../../fixtures/catalog.ts';
import { demo, letters } from '../../fixtures/people.ts';
import { audit } from '../../fixtures/looks.ts';
import { trainee } from '../../fixtures/roster.ts';
import { expect, test } from '../../fixtures/test.ts';
import { EntryForm, Roster } from '../../pages/agency.ts';
import { COLUMNS, Import, line } from '../../pages/import.ts';
import { arrive, problems, visit } from '../../pages/page.ts';

test('the roster', async ({ actors }) => {
  const roster = new Roster(await actors.demo(demo.contact));
  await roster.open();
  await audit(roster.page, 'roster');
  await roster.search('sandb');
  await audit(roster.page, 'roster, a search');
  await roster.search(letters());
  await expect(roster.page.locator('main')).toContainText(say('agency.no_result_text'));
  await audit(roster.page, 'roster, no result');
});

test('an assister is added and edited', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const form = new EntryForm(page);
  await form.openToAdd();
  await audit(page, 'add an assister, empty');
  await form.save.click();
  await expect(problems(page)).toBeVisible();
  await audit(page, 'add an assister, refused');
  const { name } = await trainee(actors);
  await new Roster(page).open();
  await new Roster(page).openPerson(name);
  await audit(page, 'an assister on the roster');
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await arrive(page, 'Edit an assister');
  await audit(page, 'edit an assister');
  await form.field('Certification email').fill('info@agency.example.test');
  await form.save.click();
  await expect(problems(page)).toBeVisible();
  await audit(page, 'edit an assister, refused');
});

test('looking up a number', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  for (const name of ['Leif Iverson', (await trainee(actors)).name]) {
    await new Roster(page).open();
    await new Roster(page).openPerson(name);
    await page.getByRole('button', { name: 'Look up a reference number' }).click();
    await expect(page.locator('main')).toContainText(/The reference number is|There is no reference number yet/);
    await audit(page, `the number of ${name}`);
  }
});

test('the contacts of the organization', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  await visit(page, '/agency/contacts');
  await audit(page, 'contacts');
  await page.getByRole('button', { name: 'Invite a contact' }).click();
  await expect(problems(page)).toBeVisible();
  await audit(page, 'contacts, refused');
});

test('an import in each of its states', async ({ actors }) => {
  test.setTimeout(240_000);
  const page = await actors.demo(demo.contact);
  const imports = new Import(page);
  await imports.open();
  await audit(page, 'import, the form');
  await imports.upload('roster.csv', [COLUMNS.replace('Training ID,', ''), line(letters())]);
  await expect(problems(page)).toBeVisible();
  await audit(page, 'import, refused');
  const [ann, bo] = [letters(), letters()];
  await imports.preview([line(ann), line(bo, { email: 'info@import.test' })]);
  await audit(page, 'import, preview');
  await imports.count('Refused').click();
  await arrive(page, 'Check the import');
  await audit(page, 'import, preview of what is refused');
  await imports.cancel.click();
  await expect(page.getByText('Import cancelled', { exact: true })).toBeVisible();
  await audit(page, 'import, cancelled');
  await imports.preview([line(ann)]);
  await imports.confirm.click();
  await imports.done();
  await audit(page, 'import, done');
  await imports.preview([line(ann)]);
  await audit(page, 'import, nothing to do');
});
