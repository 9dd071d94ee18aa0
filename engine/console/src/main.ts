// Starts the console. Nothing is decided here.
import "./app/arrival";
import { mount } from "svelte";
import App from "./App.svelte";
import { app } from "./app/console.svelte";
import { install } from "./app/install.svelte";
import "./design/font.css";
import "./design/tokens.css";
import "./design/global.css";
import "./design/print.css";

install.listen();
void app.start();
mount(App, { target: document.body });
document.getElementById("opening")?.remove();
