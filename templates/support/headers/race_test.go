//go:build race

package headers_test

// raceDetector is on, and allocates for itself.
const raceDetector = true
