//go:build !race

package boundary

const raceDetector = false
