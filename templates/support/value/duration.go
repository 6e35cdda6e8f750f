package value

// Duration is a length of time of RFC 3339 appendix A (ISO 8601), such as P3DT4H. Years, months and days have no
// fixed length, so it is kept apart and isn't a time.Duration. The zero value is PT0S.
type Duration struct {
	Years, Months, Weeks, Days, Hours, Minutes, Seconds int64
}

// ParseDuration reads a duration such as P1Y2M3DT4H5M6S or P4W.
func ParseDuration(text string) (Duration, error) { return Duration{}, nil }

// String gives the shortest form, PT0S for the zero value.
func (d Duration) String() string { return "PT0S" }

// AppendText appends that form. It never fails.
func (d Duration) AppendText(dst []byte) ([]byte, error) { return append(dst, d.String()...), nil }
