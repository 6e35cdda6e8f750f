package value

// The methods below let the standard library's packages read and write the types of this package by their text forms.

// MarshalText gives YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(text []byte) error { return unmarshal(d, text, ParseDate) }

// MarshalText gives the form with lower-case digits.
func (u UUID) MarshalText() ([]byte, error) { return u.AppendText(nil) }

// UnmarshalText reads the form of 8-4-4-4-12 hexadecimal digits.
func (u *UUID) UnmarshalText(text []byte) error { return unmarshal(u, text, ParseUUID) }

// MarshalText gives the digits that the number was made of.
func (d Decimal) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads the form of a JSON number.
func (d *Decimal) UnmarshalText(text []byte) error { return unmarshal(d, text, ParseDecimal) }

// MarshalText gives the shortest form.
func (d Duration) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads a form such as P1DT12H.
func (d *Duration) UnmarshalText(text []byte) error { return unmarshal(d, text, ParseDuration) }

func unmarshal[T any](v *T, text []byte, parse func(string) (T, error)) (err error) {
	*v, err = parse(string(text))
	return err
}
