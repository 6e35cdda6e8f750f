//go:build race

package rpclimit

// raceDetector is on, and allocates for itself: what a request costs can't be counted.
const raceDetector = true
