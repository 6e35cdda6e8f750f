// Package config reads bylaw.yaml: which rules run on which file, how severely and with which
// options. It knows the rules only as the catalogue that a caller gives it, and neither runs them
// nor reads a spec.
package config
