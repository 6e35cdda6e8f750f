// Package deploy has only tests: what `bylaw new service` writes for others to read (Kubernetes, GitHub, BuildKit, pre-commit) is
// read by their own packages. It is a module of its own, for those are heavy.
package deploy
