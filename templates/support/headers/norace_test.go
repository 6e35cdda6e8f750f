//go:build !race

package headers_test

const raceDetector = false
