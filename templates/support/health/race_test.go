//go:build race

package health_test

// raceDetector is on, and allocates for itself: what a request costs can't be counted.
const raceDetector = true
