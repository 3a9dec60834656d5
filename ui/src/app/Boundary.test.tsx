import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Boundary } from "./Boundary";

afterEach(cleanup);

test("a page that breaks says so, and can be tried again", () => {
  const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
  let broken = true;
  const Page = () => {
    if (broken) throw new Error("The rows have no names.");
    return <p>All is well</p>;
  };
  render(<Boundary path="/a"><Page /></Boundary>);
  expect(screen.getByText("The rows have no names.")).toBeTruthy();
  broken = false;
  fireEvent.click(screen.getByText("Try again"));
  expect(screen.getByText("All is well")).toBeTruthy();
  quiet.mockRestore();
});

test("another page is not kept from being shown", () => {
  const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
  const Broken = () => {
    throw new Error("The rows have no names.");
  };
  const { rerender } = render(<Boundary path="/a"><Broken /></Boundary>);
  rerender(<Boundary path="/b"><p>Another page</p></Boundary>);
  expect(screen.getByText("Another page")).toBeTruthy();
  quiet.mockRestore();
});
