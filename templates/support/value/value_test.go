package value_test

import (
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/templates/support/value"
)

func TestDate(t *testing.T) {
	for _, text := range []string{"2024-02-29", "0000-01-01", "9999-12-31"} {
		d, err := value.ParseDate(text)
		if err != nil || d.String() != text || !d.IsValid() {
			t.Errorf("%s: %v %v", text, d, err)
		}
	}
	for _, text := range []string{"2023-02-29", "2023-00-01", "2023-13-01", "2023-04-31", "23-04-30", "2023-4-30", "2023/04/30", "2023-04-30 ", ""} {
		if d, err := value.ParseDate(text); err == nil {
			t.Errorf("%q is read as %v", text, d)
		}
	}
	if (value.Date{}).String() != "invalid date" {
		t.Error("the zero value is no date")
	}
	moment := value.Date{Year: 2024, Month: time.May, Day: 6}.Time(time.UTC)
	if value.DateOf(moment).String() != "2024-05-06" {
		t.Error(moment)
	}
}

func TestTime(t *testing.T) {
	for text, want := range map[string]string{
		"2024-05-06T07:08:09Z":                 "2024-05-06T07:08:09Z",
		"2024-05-06t07:08:09.25z":              "2024-05-06T07:08:09.25Z",
		"2024-05-06T07:08:09.1234567899+01:30": "2024-05-06T07:08:09.123456789+01:30",
		"2016-12-31T23:59:60Z":                 "2017-01-01T00:00:00Z",
		"2016-12-31T15:59:60-08:00":            "2016-12-31T16:00:00-08:00",
		"2024-05-06T07:08:09-00:00":            "2024-05-06T07:08:09Z",
	} {
		moment, err := value.ParseTime(text)
		got, failed := value.AppendTime(nil, moment)
		if err != nil || failed != nil || string(got) != want {
			t.Errorf("%s: %s %v %v", text, got, err, failed)
		}
	}
	for _, text := range []string{"2024-05-06", "2024-05-06T07:08Z", "2024-05-06 07:08:09Z", "2024-05-06T07:08:09", "2024-05-06T24:00:00Z", "2024-05-06T07:08:60Z", "2024-05-06T07:08:09.Z", "2024-05-06T07:08:09+24:00", "2024-05-06T07:08:09+10:60", "2024-05-06T07:08:09.5", "2024-05-06T07:08:09.55555", "2024-05-06T07-08:09Z", "2024-05-06T07:08-09Z", "2024-05-06T07:08:09 10:00", "2024-05-06T07:08:09+10.00", "2024-05-06T07:08:0aZ", "2024-05-06T23:60:09Z", "2016-12-31T23:59:60+00:01"} {
		if moment, err := value.ParseTime(text); err == nil {
			t.Errorf("%q is read as %v", text, moment)
		}
	}
	if _, err := value.AppendTime(nil, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)); err == nil {
		t.Error("the year 10000 has no form")
	}
}

func TestDuration(t *testing.T) {
	for text, want := range map[string]string{
		"P1Y2M3DT4H5M6S": "P1Y2M3DT4H5M6S", "P4W": "P4W", "PT0S": "PT0S", "P0D": "PT0S", "PT36H": "PT36H", "P1M": "P1M", "P007D": "P7D",
	} {
		d, err := value.ParseDuration(text)
		if err != nil || d.String() != want {
			t.Errorf("%s: %s %v", text, d, err)
		}
	}
	gap := value.Duration{Years: 1, Days: 2, Hours: 3, Seconds: 4}
	if gap.String() != "P1Y0M2DT3H0M4S" {
		t.Error(gap)
	}
	for _, d := range []value.Duration{{Days: -1}, {Weeks: 1, Days: 1}} {
		if _, err := d.AppendText(nil); err == nil {
			t.Errorf("%v has no form", d)
		}
	}
}

func TestUUID(t *testing.T) {
	u, err := value.ParseUUID("2EB8AA08-AA98-11EA-B4AA-73B441D16380")
	if err != nil || u.String() != "2eb8aa08-aa98-11ea-b4aa-73b441d16380" {
		t.Error(u, err)
	}
	for _, text := range []string{"", "2EB8AA08AA9811EAB4AA73B441D16380", "2EB8AA08+AA98-11EA-B4AA-73B441D16380", "2EB8AA08-AA98+11EA-B4AA-73B441D16380", "2EB8AA08-AA98-11EA+B4AA-73B441D16380", "2EB8AA08-AA98-11EA-B4AA+73B441D16380", "2EB8AA08-AA98-11EA-B4AA-73B441D1638g", "2EB8AA08-AA98-11EA-B4AA-73B441D163800"} {
		if u, err := value.ParseUUID(text); err == nil {
			t.Errorf("%q is read as %v", text, u)
		}
	}
}

func TestDecimal(t *testing.T) {
	price, err := value.ParseDecimal("12.50")
	if err != nil || price.String() != "12.50" || price.Sign() != 1 || price.IsInteger() {
		t.Error(price, err)
	}
	same, _ := value.ParseDecimal("125e-1")
	if price.Cmp(same) != 0 || price.Cmp(value.Decimal{}) != 1 {
		t.Error("12.50 equals 125e-1 and is more than the zero value")
	}
	if units, ok := price.Scaled(2); !ok || units != 1250 {
		t.Error(units, ok)
	}
	if units, ok := price.Scaled(0); ok {
		t.Error("12.50 isn't a number of whole units", units)
	}
	if back := value.DecimalOf(-5, 2); back.String() != "-0.05" {
		t.Error(back)
	}
	if whole := value.DecimalOf(-12, 0); whole.String() != "-12" {
		t.Error(whole)
	}
	for _, text := range []string{"", "1,5", "1.", "NaN", " 1", "1 ", "0x10", "1e99999999999999999999"} {
		if d, err := value.ParseDecimal(text); err == nil {
			t.Errorf("%q is read as %v", text, d)
		}
	}
}

func TestOptionalAndNullable(t *testing.T) {
	var o value.Optional[value.Nullable[bool]]
	if _, ok := o.Get(); ok || o.IsSet() {
		t.Error("the zero value is absent")
	}
	o.Set(value.Null[bool]())
	if n, ok := o.Get(); !ok || !n.IsNull() {
		t.Error("null is there")
	}
	o.Set(value.NotNull(true))
	if o != value.Some(value.NotNull(true)) || !o.Or(value.Null[bool]()).Or(false) {
		t.Error(o)
	}
	o.Clear()
	if o.IsSet() {
		t.Error("cleared is absent")
	}
}

func TestTextForms(t *testing.T) {
	type all struct {
		Day   value.Date
		ID    value.UUID
		Price value.Decimal
		Term  value.Duration
	}
	const text = `{"Day":"2024-02-29","ID":"2eb8aa08-aa98-11ea-b4aa-73b441d16380","Price":"12.50","Term":"P1DT12H"}`
	var x all
	if err := json.Unmarshal([]byte(text), &x); err != nil {
		t.Fatal(err)
	}
	if back, err := json.Marshal(x); err != nil || string(back) != text {
		t.Errorf("%s %v", back, err)
	}
	if err := json.Unmarshal([]byte(`{"Day":"2024-02-30"}`), &x); err == nil {
		t.Error("a day that doesn't exist is read")
	}
}

// FuzzTime compares with the standard library, which knows no leap seconds and no lower case, but takes a comma, one
// digit for the hour and offsets of a day.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{"2024-02-29T07:08:09Z", "2024-05-06T07:08:09.123456789012+23:59", "2016-12-31T23:59:60Z", "2024-05-06t07:08:09z", "0000-01-01T00:00:00-00:01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ours, err := value.ParseTime(text)
		theirs, failed := time.Parse(time.RFC3339, strings.ToUpper(text))
		leap := len(text) > 19 && text[17:19] == "60"
		odd := strings.Contains(text, ",") || len(text) > 13 && text[12] == ':' || len(text) > 5 && text[len(text)-5:len(text)-3] == "24"
		switch {
		case err == nil && failed != nil && !leap:
			t.Fatalf("%q is read as %v: %v", text, ours, failed)
		case err != nil && failed == nil && !odd:
			t.Fatalf("%q is refused, but is %v", text, theirs)
		case err == nil && failed == nil && !ours.Equal(theirs):
			t.Fatalf("%q is read as %v, not %v", text, ours, theirs)
		}
	})
}

type secretive struct{ text string }

func (secretive) LogValue() slog.Value { return slog.StringValue("hidden") }

// Logs show what is there, as it wants to be shown.
func TestLogged(t *testing.T) {
	var b strings.Builder
	log := slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == slog.LevelKey || a.Key == slog.MessageKey {
			return slog.Attr{}
		}
		return a
	}}))
	var absent value.Optional[string]
	var none *secretive
	log.Info("", "absent", absent, "set", value.Some("x"), "number", value.Some(int64(7)), "null", value.Null[string](), "both", value.Some(value.Null[string]()),
		"inner", value.Some(value.NotNull(secretive{"s"})), "pointer", value.Logged(&secretive{"s"}), "nil", value.Logged(none))
	if want := "absent=<nil> set=x number=7 null=<nil> both=<nil> inner=hidden pointer=hidden nil=<nil>\n"; b.String() != want {
		t.Error(b.String())
	}
}
