//go:build race

package shed_test

// raceDetector is on, and allocates for itself: what a request costs can't be counted.
const raceDetector = true
