// The questions of an application: every kind of answer by the form's own markup, and the ways between the pages.

import { say } from '../fixtures/catalog.ts';
import { expect, test } from '../fixtures/test.ts';
import { Application } from '../pages/application.ts';
import { arrive, expectRefused, fact, problems } from '../pages/page.ts';

test('a household with every kind of answer, and what each of them qualifies for', { tag: '@journey' }, async ({ actors }) => {
  test.setTimeout(240_000);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await own.household(who.name);
  // Back to the list: more people, with how they are related.
  const family = [
    { name: 'Pat Lee', relation: 'Husband or wife', born: '5/6/1982', pregnant: true, applies: 'Yes' },
    { name: 'Kim Lee', relation: 'Daughter or son', born: '3/4/2020', pregnant: false, applies: 'Yes' },
    { name: 'Old Lee', relation: 'Mother or father', born: '1/2/1950', pregnant: false, applies: 'Yes' },
    { name: 'Sam Lee', relation: 'Sister or brother', born: '8/9/1984', pregnant: false, applies: 'No' },
    { name: 'Gone Lee', relation: 'Sister or brother', born: '8/9/1985', pregnant: false, applies: 'Yes' },
  ] as const;
  await own.open('household');
  for (const { name, relation, born, pregnant, applies } of family) {
    await page.getByRole('link', { name: 'Add a person', exact: true }).click();
    await arrive(page, 'Add a person');
    await own.field('Full name').fill(name);
    await own.field(`How is this person related to ${who.name}?`).selectOption({ label: relation });
    await own.field('Date of birth').fill(born);
    if (pregnant) {
      await own.field('This person is pregnant').check();
      await own.field(say('application.member_expecting')).fill('2');
    }
    await own.choice('Does this person apply for coverage?', applies).check();
    await own.goOn('Who is in the household?');
    await expect(fact(page, name)).toContainText(relation);
    if (pregnant) await expect(fact(page, name)).toContainText(say('application.household_expecting', { n: 2 }));
  }
  // One of them is taken out again.
  await page.getByRole('link', { name: 'Change Gone Lee', exact: true }).click();
  await arrive(page, 'About Gone Lee');
  await page.getByRole('link', { name: /^Remove this / }).click();
  await arrive(page, 'Remove Gone Lee from the household?');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await arrive(page, 'Who is in the household?');
  await expect(page.getByText('Gone Lee')).toHaveCount(0);
  await own.goOn('Where does the household live?');
  await own.address();
  for (const [whose, source, amount, often] of [
    [who.name, 'Job', '700', 'every week'],
    [who.name, 'Self-employment, after costs', '100.50', 'every two weeks'],
    ['Pat Lee', 'Unemployment benefits', '300', 'twice a month'],
    ['Old Lee', 'Social Security', '1,200', 'every month'],
    ['Sam Lee', 'Something else that is taxed', '1000', 'once a year'],
  ] as const) {
    await page.getByRole('link', { name: 'Add income', exact: true }).click();
    await arrive(page, 'Add income');
    await own.choice('Whose income is it?', whose).check();
    await own.choice('Where does it come from?', source).check();
    await own.field('How much is it each time?').fill(amount);
    await own.field('How often does it come?').selectOption({ label: often });
    await own.goOn('Income of the household');
  }
  // 700 × 52 + 100.50 × 26 + 300 × 24 + 1,200 × 12 + 1,000
  await expect(fact(page, 'Total of the household in a year')).toHaveText('$61,613.00');
  const coverage = [
    [who.name, 'No', 'Yes, and this person does not have it', '50'],
    ['Pat Lee', 'No', 'No', ''],
    ['Kim Lee', 'No', 'Yes, and this person has it', ''],
    ['Old Lee', 'Yes', 'No', ''],
  ] as const;
  await own.goOn(`Health coverage of ${who.name}`);
  for (const [n, [name, medicare, employer, cost]] of coverage.entries()) {
    await arrive(page, `Health coverage of ${name}`);
    await own.choice('Does this person have Medicare?', medicare).check();
    await own.choice('Does an employer offer this person health coverage?', employer).check();
    if (employer.endsWith('does not have it')) {
      await own.save.click();
      await expectRefused(page, own.field(say('application.coverage_cost')), say('application.coverage_cost_missing'));
      await own.field(say('application.coverage_cost')).fill(cost);
    }
    const next = coverage[n + 1];
    await own.goOn(next ? `Health coverage of ${next[0]}` : /^How will the household file taxes/);
  }
  await own.field('Files a tax return; married people file jointly').check();
  const statuses = [
    [who.name, 'Lawfully present in the United States'],
    ['Pat Lee', 'U.S. citizen or U.S. national'],
    ['Kim Lee', 'U.S. citizen or U.S. national'],
    ['Old Lee', 'Another status, or prefer not to say'],
  ] as const;
  await own.goOn(`Citizenship or immigration status of ${who.name}`);
  for (const [n, [name, status]] of statuses.entries()) {
    await arrive(page, `Citizenship or immigration status of ${name}`);
    await own.field(status).check();
    const next = statuses[n + 1];
    await own.goOn(next ? `Citizenship or immigration status of ${next[0]}` : 'Review your answers');
  }
  await own.toSign();
  await own.field('Your full name').fill(who.name);
  await own.submit.click();
  await own.determined();
  // Five people, and for the pregnant one the children that she expects: 283 percent of the guideline of seven, 280 of five for the child.
  for (const [name, outcome] of [
    ['Pat Lee', 'Medical Assistance'],
    ['Kim Lee', 'Medical Assistance'],
    ['Old Lee', 'Needs a county or DHS decision'],
  ] as const) {
    await expect(fact(page, name)).toContainText(outcome);
  }
  await expect(page.locator('main')).toContainText(say('determination.next_decision'));
});

test('a refusal leads to the page that can put it right, and every question back to the one before', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await own.help(false);
  await own.goOn("This application can't be completed here");
  await own.open('household');
  await arrive(page, "This application can't be completed here");
  await page.getByRole('link', { name: 'Change the answer', exact: true }).click();
  await arrive(page, 'Do you want help paying for coverage?');
  await own.help(true);
  await own.goOn('Who is in the household?');
  await own.save.click();
  await problems(page).getByRole('link', { name: `Answer whether ${who.name} applies for coverage`, exact: true }).click();
  await arrive(page, `About ${who.name}`);
  await expect(page.getByText(/: part 2 of 8, Household$/)).toBeVisible();
  const back = page.getByRole('link', { name: 'Back', exact: true });
  await back.click();
  await arrive(page, 'Who is in the household?');
  await back.click();
  await arrive(page, 'Do you want help paying for coverage?');
  await page.getByRole('link', { name: 'Back to the application', exact: true }).click();
  await arrive(page, 'Health coverage application');
});

test('who and what is taken out is asked about first, and a change from the review leads back there', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.answerAll({ name: who.name, income: '39000' });
  await page.getByRole('link', { name: `Change ${who.name}: Job`, exact: true }).click();
  await arrive(page, 'Change income');
  await page.getByRole('link', { name: 'Cancel', exact: true }).click();
  await arrive(page, 'Review your answers');

  // A child who is older than her is asked about, and nothing is refused.
  await own.open('household');
  await page.getByRole('link', { name: 'Add a person', exact: true }).click();
  await arrive(page, 'Add a person');
  await own.field('Full name').fill('Kim Lee');
  await own.field(`How is this person related to ${who.name}?`).selectOption({ label: 'Daughter or son' });
  await own.field('Date of birth').fill('3/4/1950');
  await own.choice('Does this person apply for coverage?', 'No').check();
  await own.goOn('Who is in the household?');
  for (const [link, heading, question, back] of [
    ['Kim Lee', 'About Kim Lee', 'Remove Kim Lee from the household?', 'Review your answers'],
    // Whether there is any other is asked again.
    [`${who.name}: Job`, 'Change income', 'Remove this income?', 'Income of the household'],
  ] as const) {
    await own.open('review');
    await page.getByRole('link', { name: `Change ${link}`, exact: true }).click();
    await arrive(page, heading);
    await page.getByRole('link', { name: /^Remove this / }).click();
    await arrive(page, question);
    await page.getByRole('link', { name: 'Cancel', exact: true }).click();
    await arrive(page, heading);
    await page.getByRole('link', { name: /^Remove this / }).click();
    await arrive(page, question);
    await page.getByRole('button', { name: 'Remove', exact: true }).dblclick();
    await arrive(page, back);
    await expect(page.getByText(link)).toHaveCount(0);
  }
});
