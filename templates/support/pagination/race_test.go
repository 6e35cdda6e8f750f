//go:build race

package pagination_test

// raceDetector is on, and allocates for itself.
const raceDetector = true
