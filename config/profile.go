package config

import (
	"encoding/json"

	"github.com/bylaw-dev/bylaw/report"
)

// Setting says how one rule holds.
type Setting struct {
	Rule     string
	Severity report.Severity
	Options  json.RawMessage // a JSON object laid over the rule's defaults; nil: none
}

// Profile is the rules that hold for a file. Files with the same set share one.
type Profile struct {
	Settings []Setting
}
