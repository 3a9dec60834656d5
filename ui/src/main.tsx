import "@cloudscape-design/global-styles/index.css";
import "./app/app.css";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
