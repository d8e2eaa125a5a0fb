// The Learning Center: the way in, the course, the assessment.

import { expect, type Locator, type Page } from '@playwright/test';
import { rightAnswer } from '../fixtures/bank.ts';
import { linkTo } from '../fixtures/mail.ts';
import type { Trainee } from '../fixtures/roster.ts';
import { arrive, visit } from './page.ts';

export const LEARNING = '/learning';
/** How many questions an assessment has. */
export const QUESTIONS = 20;
/** How many modules the course has. */
export const MODULES = 8;

export class WayIn {
  readonly trainingId: Locator;
  readonly email: Locator;
  readonly button: Locator;

  constructor(readonly page: Page) {
    const main = page.locator('main');
    this.trainingId = main.getByLabel('Training ID', { exact: true });
    this.email = main.getByLabel('Certification email', { exact: true });
    this.button = main.getByRole('button', { name: 'Email me a link', exact: true });
  }

  async open(): Promise<void> {
    await visit(this.page, LEARNING);
    await arrive(this.page, 'Learning Center');
  }

  /** From the form to "Check your email". */
  async ask(trainingId: string, email: string): Promise<void> {
    await this.open();
    await this.trainingId.fill(trainingId);
    await this.email.fill(email);
    await this.button.click();
    await arrive(this.page, 'Check your email');
  }

  /** The path of the link that was sent. */
  async link(who: Trainee): Promise<string> {
    return linkTo(this.page.request, who.email, 'learning', '/learning/enter/');
  }

  /** The whole way, to the learner's own page. */
  async enter(who: Trainee): Promise<void> {
    await this.ask(who.trainingId, who.email);
    await visit(this.page, await this.link(who));
    await arrive(this.page, 'Start learning');
    await this.page.locator('main').getByRole('button', { name: 'Start learning', exact: true }).click();
    await arrive(this.page, 'Learning Center');
  }
}

export class Course {
  readonly next: Locator;
  readonly back: Locator;

  constructor(readonly page: Page) {
    this.next = page.getByRole('button', { name: 'Mark as read and continue', exact: true });
    this.back = page.getByRole('link', { name: 'Back to the Learning Center', exact: true });
  }

  /** The page of this module is on screen. */
  async at(number: number): Promise<void> {
    await expect(this.page.locator('main')).toContainText(`Module ${number} of ${MODULES}`);
    await arrive(this.page, /./);
  }

  /** From the page of a module to the assessment. */
  async readFrom(number: number): Promise<void> {
    for (let module = number; module <= MODULES; module++) {
      await this.at(module);
      await this.next.click();
    }
    await arrive(this.page, 'Assessment');
  }
}

export class Assessment {
  readonly start: Locator;
  readonly handIn: Locator;
  readonly questions: Locator;

  constructor(readonly page: Page) {
    const button = (name: string): Locator => page.locator('main').getByRole('button', { name, exact: true });
    this.start = button('Start the assessment');
    this.handIn = button('Hand in');
    this.questions = page.locator('main').getByRole('group');
  }

  /** Answers the question at this place, from 0. */
  async answer(place: number, right: boolean): Promise<void> {
    const question = this.questions.nth(place);
    const legend = await question.locator('legend').innerText();
    const correct = rightAnswer(legend.replace(/^\d+\. /, '').trim());
    const options = question.getByRole('radio');
    const count = await options.count();
    for (let option = 0; option < count; option++) {
      const name = await question.locator('label').nth(option).innerText();
      if ((name.trim() === correct) === right) {
        await options.nth(option).check();
        return;
      }
    }
    throw new Error(`no such answer to ${legend}`);
  }

  /** Answers all, so many of them right, and hands in. */
  async take(right: number): Promise<void> {
    await expect(this.questions).toHaveCount(QUESTIONS);
    for (let place = 0; place < QUESTIONS; place++) await this.answer(place, place < right);
    await this.handIn.click();
  }
}

/** Trainings from another learning system, for staff. */
export class TrainingImport {
  readonly file: Locator;
  readonly send: Locator;
  readonly button: Locator;
  readonly refusedLines: Locator;

  constructor(readonly page: Page) {
    const button = (name: string): Locator => page.locator('main').getByRole('button', { name, exact: true });
    this.file = page.getByLabel('CSV file', { exact: true });
    this.send = button('Upload and check');
    this.button = button('Import');
    this.refusedLines = page.getByRole('link', { name: 'Download the refused lines', exact: true });
  }

  async open(): Promise<void> {
    await visit(this.page, '/resource-center/training-import');
    await arrive(this.page, 'Import trainings');
  }

  /** Uploads a file as it is. */
  async upload(text: string): Promise<void> {
    await this.file.setInputFiles({ name: 'trainings.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await this.send.click();
  }

  /** From the form on screen to what the lines will do. */
  async preview(lines: string[]): Promise<void> {
    await this.upload(['Training ID,completed on,score', ...lines].join('\r\n'));
    await this.page.getByRole('table').waitFor();
    await arrive(this.page, 'Import trainings');
  }

  /** The line about this Training ID. */
  row(trainingId: string): Locator {
    return this.page.getByRole('row').filter({ hasText: trainingId });
  }
}
