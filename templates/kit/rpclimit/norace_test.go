//go:build !race

package rpclimit

const raceDetector = false
