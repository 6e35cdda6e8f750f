package match

import "testing"

// TestDatesOfTheJavaScriptLibrary: the verdicts were taken from node on every text of up to six
// digits, hyphens and Ws after the year; these are one of each sort.
func TestDatesOfTheJavaScriptLibrary(t *testing.T) {
	re, err := compilePattern(isoDate)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"2024": true, "2024-": true, "2024-02": true, "2024-02-29": true, "20240229": true, "+2024-12-31": true, "2024-W52-7": true,
		"2024W017": true, "2024-366": true, "2024001": true,
		"202402": false, "2024-0229": false, "202402-29": false, "2024-13": false, "2024-02-32": false, "2024-W53": false, "2024-367": false,
		"2024-000": false, "24-02-29": false, "2024-02-29T": false, "2024-02-": false, "": false,
	} {
		if got := re.MatchString(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
