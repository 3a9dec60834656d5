//! Points in time as exports write them.

use domain::catalogue::Date;

const DAY_MS: i64 = 86_400_000;

/// Milliseconds since 1970 of `2026-09-18T22:00:00Z`, `2024-09-01 00:00:00`, `2026-08-01 01:00:00+00:00`,
/// `2026-09-18`, `5/1/25` (month first), with or without fractions of a second. Nothing for what is no
/// time.
pub(crate) fn parse(text: &[u8]) -> Option<i64> {
    if text.len() >= 10 && text[4] == b'-' && text[7] == b'-' {
        let date = date(
            number(&text[..4])?,
            number(&text[5..7])?,
            number(&text[8..10])?,
        )?;
        return Some(date.days() * DAY_MS + time_of_day(&text[10..])?);
    }
    american(text)
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
        return None;
    }
    let date = Date::new(year as i32, month as u8, u8::try_from(day).ok()?);
    (Date::from_days(date.days()) == date).then_some(date)
}

/// `T22:00:00Z`, ` 01:00:00.123+00:00`, nothing at all.
fn time_of_day(text: &[u8]) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    if text.len() < 6 || !matches!(text[0], b'T' | b't' | b' ') || text[3] != b':' {
        return None;
    }
    let (hour, minute) = (number(&text[1..3])?, number(&text[4..6])?);
    let mut rest = &text[6..];
    let mut second = 0;
    if let [b':', a, b, tail @ ..] = rest {
        second = number(&[*a, *b])?;
        rest = tail;
    }
    let mut milli = 0;
    if let [b'.', tail @ ..] = rest {
        let digits = tail.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        for place in 0..3 {
            milli = milli * 10 + i64::from(tail[..digits].get(place).map_or(0, |byte| byte - b'0'));
        }
        rest = &tail[digits..];
    }
    if hour > 24 || minute > 59 || second > 60 {
        return None;
    }
    let ms = (i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second)) * 1000 + milli;
    Some(ms - offset(rest)?)
}

/// Of a zone to UTC, in milliseconds: `Z`, ` UTC`, `+02:00`, `-0500`, nothing.
fn offset(text: &[u8]) -> Option<i64> {
    match text {
        b"" | b"Z" | b"z" | b" UTC" | b" Z" => Some(0),
        [sign @ (b'+' | b'-'), rest @ ..] => {
            let (hours, minutes) = match rest {
                [a, b] => (number(&[*a, *b])?, 0),
                [a, b, b':', c, d] | [a, b, c, d] => (number(&[*a, *b])?, number(&[*c, *d])?),
                _ => return None,
            };
            let ms = i64::from(hours * 60 + minutes) * 60_000;
            Some(if *sign == b'-' { -ms } else { ms })
        }
        _ => None,
    }
}

/// `5/1/25`, `05/01/2025 13:00`: month, day, year, as the United States and spreadsheets there write it.
fn american(text: &[u8]) -> Option<i64> {
    let end = text
        .iter()
        .position(|byte| matches!(byte, b' ' | b'T'))
        .unwrap_or(text.len());
    let mut parts = text[..end].split(|byte| *byte == b'/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let year = match year.len() {
        2 => 2000 + number(year)?,
        4 => number(year)?,
        _ => return None,
    };
    let date = date(year, number(month)?, number(day)?)?;
    Some(date.days() * DAY_MS + time_of_day(&text[end..])?)
}

/// One to four digits.
fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    digits.iter().try_fold(0, |sum, byte| {
        byte.is_ascii_digit()
            .then(|| sum * 10 + u32::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_time_is_understood() {
        let hour = 3_600_000;
        let day = |year, month, day| Date::new(year, month, day).days() * DAY_MS;
        for (text, ms) in [
            ("2026-09-18T22:00:00Z", day(2026, 9, 18) + 22 * hour),
            ("2024-09-01 00:00:00", day(2024, 9, 1)),
            ("2026-08-01 01:00:00+00:00", day(2026, 8, 1) + hour),
            ("2026-08-01T01:00:00+02:00", day(2026, 8, 1) - hour),
            ("2026-08-01T01:00-0500", day(2026, 8, 1) + 6 * hour),
            ("2026-08-01 01:00:00.250 UTC", day(2026, 8, 1) + hour + 250),
            ("2026-09-18", day(2026, 9, 18)),
            ("5/1/25", day(2025, 5, 1)),
            ("12/31/2025 23:00", day(2025, 12, 31) + 23 * hour),
        ] {
            assert_eq!(parse(text.as_bytes()), Some(ms), "{text}");
        }
        for wrong in [
            "",
            "2026",
            "2026-13-01",
            "2026-02-30",
            "2026-09-18T",
            "2026-09-18T99:00:00Z",
            "13/1/25",
            "1/2",
            "1/2/3/4",
            "today",
            "2026-09-18X00:00:00",
            "2026-09-18T10:00:00.Z",
            "////",
        ] {
            assert_eq!(parse(wrong.as_bytes()), None, "{wrong}");
        }
    }
}
