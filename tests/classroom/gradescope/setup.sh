#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image (Ubuntu 22.04 or newer).
set -euo pipefail

apt-get update
apt-get install -y build-essential curl jq

# Ubuntu's own package chromium is a snap, which does not run in a container.
curl -fsS https://dl.google.com/linux/direct/google-chrome-stable_current_amd64.deb -o /tmp/chrome.deb
apt-get install -y /tmp/chrome.deb

export RUSTUP_HOME=/opt/rustup CARGO_HOME=/opt/cargo
curl --proto '=https' -fsS https://sh.rustup.rs | sh -s -- -y --profile minimal --default-toolchain stable

PATH=/opt/cargo/bin:$PATH bash "$(dirname "$0")/build.sh"
