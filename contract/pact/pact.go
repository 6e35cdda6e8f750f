// Package pact reads and writes contracts as files of the Pact specification: versions 1 to 4 are
// read, 3 and 4 written. It knows how the versions say things, and nothing of comparing.
package pact
