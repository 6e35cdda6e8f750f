package value

import "errors"

// UUID is a universally unique identifier of RFC 9562. The zero value is the nil UUID.
type UUID [16]byte

var errUUID = errors.New("must be a UUID such as 2eb8aa08-aa98-11ea-b4aa-73b441d16380")

// ParseUUID reads the form of 8-4-4-4-12 hexadecimal digits, of either case.
func ParseUUID(text string) (UUID, error) {
	var u UUID
	if len(text) != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return UUID{}, errUUID
	}
	at := 0
	for i := range u {
		if text[at] == '-' {
			at++
		}
		high, low := hexDigit(text[at]), hexDigit(text[at+1])
		if high|low > 15 {
			return UUID{}, errUUID
		}
		u[i] = high<<4 | low
		at += 2
	}
	return u, nil
}

// hexDigit gives the value of a hexadecimal digit, 255 for any other byte.
func hexDigit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 255
}

// AppendText appends the form with lower-case digits. It never fails.
func (u UUID) AppendText(dst []byte) ([]byte, error) {
	const hex = "0123456789abcdef"
	for i, b := range u {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		dst = append(dst, hex[b>>4], hex[b&15])
	}
	return dst, nil
}

// String gives the form with lower-case digits.
func (u UUID) String() string {
	text, _ := u.AppendText(make([]byte, 0, 36))
	return string(text)
}
