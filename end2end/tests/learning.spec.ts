// The Learning Center: a link by mail, the whole course, the assessment failed and passed.

import { say } from '../fixtures/catalog.ts';
import { audit } from '../fixtures/looks.ts';
import { trainee } from '../fixtures/roster.ts';
import { expect, test } from '../fixtures/test.ts';
import { Assessment, Course, QUESTIONS, WayIn } from '../pages/learning.ts';
import { arrive, expectRefused, fact, problems, scripted, visit } from '../pages/page.ts';

test('from a link to the passed assessment', { tag: '@journey' }, async ({ actors }) => {
  test.setTimeout(240_000);
  const who = await trainee(actors);
  const page = await actors.visitor();
  const [wayIn, course, assessment] = [new WayIn(page), new Course(page), new Assessment(page)];
  await wayIn.open();
  await wayIn.trainingId.fill(who.trainingId);
  await wayIn.email.fill('tove');
  await wayIn.button.click();
  await expectRefused(page, wayIn.email, say('create_account.email_wrong'));
  await expect(wayIn.trainingId).toHaveValue(who.trainingId);
  await wayIn.email.fill(who.email);
  await wayIn.button.click();
  await arrive(page, 'Check your email');
  await expect(page.locator('main')).toContainText(say('learning.sent_text'));

  // The link opens once, however often its button is pressed.
  const link = await wayIn.link(who);
  await visit(page, link);
  await arrive(page, 'Start learning');
  await page.getByRole('button', { name: 'Start learning', exact: true }).dblclick();
  await expect(page.getByRole('heading', { name: 'Where you stand', exact: true })).toBeVisible();
  await arrive(page, 'Learning Center');
  await expect(fact(page, 'Portal training completed')).toHaveText('Missing');
  const other = await actors.visitor();
  await visit(other, link);
  await arrive(other, 'This link does not work any more');
  await expect(other.locator('main')).toContainText(say('learning.enter_used'));

  // The assessment waits for the course.
  await visit(page, '/learning/assessment');
  await arrive(page, 'Assessment');
  await expect(assessment.start).toHaveCount(0);
  await page.getByRole('link', { name: 'Go on with the training', exact: true }).click();
  await course.at(1);
  await course.next.click();
  await course.at(2);
  await course.next.click();
  await course.at(3);
  await course.back.click();

  // Later, where it was left.
  await arrive(page, 'Learning Center');
  await page.getByRole('link', { name: 'Resume', exact: true }).click();
  await course.readFrom(3);

  await assessment.start.click();
  await expect(assessment.questions).toHaveCount(QUESTIONS);
  await assessment.answer(0, true);
  await assessment.answer(1, false);
  await assessment.handIn.click();
  await expect(problems(page).getByRole('link')).toHaveCount(QUESTIONS - 2);
  await expect(problems(page)).toContainText(say('learning.answer_missing', { n: 3 }));
  await expect(page.getByRole('radio', { checked: true })).toHaveCount(2);
  if (scripted()) await audit(page, 'assessment, answers missing');

  // 65 % does not pass, and says what to read again.
  await assessment.take(13);
  await arrive(page, 'You did not pass this time');
  await expect(page.locator('main')).toContainText('13 of 20 (65%)');
  await expect(page.getByText('Right answer:')).toHaveCount(0);
  await page.getByRole('link', { name: 'Take the assessment again', exact: true }).click();

  // 70 % does.
  await arrive(page, 'Assessment');
  await assessment.start.click();
  await assessment.take(14);
  await arrive(page, 'You passed the assessment');
  await expect(page.locator('main')).toContainText('14 of 20 (70%)');
  await course.back.first().click();
  await arrive(page, 'Learning Center');
  await expect(fact(page, 'Portal training completed')).toHaveText('Done');
  await expect(fact(page, 'Assessment passed')).toHaveText('Done');
  const results = page.getByRole('table', { name: 'Your assessments' }).getByRole('row');
  await expect(results).toHaveCount(3);
  await expect(results.nth(1)).toContainText('Passed');
});
