//go:build race

package deadline_test

// raceDetector is on, and allocates for itself: what a call costs can't be counted.
const raceDetector = true
