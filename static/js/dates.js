/* Says back which day was understood, by the same rules as people/thai/reading.py on the server, which decides.
   Field: <input data-date-echo="ระบบเข้าใจว่า {date}">, and a live region with the id `<id of the field>_echo`.
   What is not surely understood here is not echoed: the server knows more spellings and says what is wrong. */
"use strict";

const ThaiDate = (() => {
  const MONTHS = ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"];
  const SHORT = ["มค", "กพ", "มีค", "เมย", "พค", "มิย", "กค", "สค", "กย", "ตค", "พย", "ธค"];
  const ENGLISH = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const DAYS = ["อาทิตย์", "จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์"];
  const ENGLISH_DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
  const ERAS = { "พศ": 543, "คศ": 0, be: 543, ad: 0, ce: 0 };

  function month(word) {
    if (/^\d+$/.test(word)) return Number(word);
    const found = (names) => names.findIndex((name) => name.toLowerCase() === word);
    return Math.max(found(MONTHS), found(SHORT), found(ENGLISH), found(ENGLISH.map((name) => name.slice(0, 3)))) + 1;
  }

  /** A Gregorian year, or 0 when two digits could mean two centuries ("25" is 2525 or 2025). */
  function year(digits, era) {
    const number = Number(digits);
    if (digits.length === 2) return era === undefined && number < 50 ? 0 : number + (era === 0 ? 2000 : 2500 - 543);
    return number - (era ?? (number >= 2400 ? 543 : 0));
  }

  /** The day as a Date at noon UTC, or null. */
  function parse(text) {
    const plain = text.normalize("NFC").trim().toLowerCase()
      .replace(/[๐-๙]/g, (d) => String(d.charCodeAt(0) - 0x0e50))
      .replace(/[\s./,()_\u2010-\u2015\u2212-]+/g, (run, at, whole) => (/\d/.test(whole[at - 1] || "") && /\d/.test(whole[at + run.length] || "") ? "/" : ""));
    let d, m, y, era;
    let parts = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/.exec(plain);
    if (parts) [, y, m, d] = parts;
    else {
      parts = /^(?:วัน)?(?:ที่)?(\d{1,2})(?:\/(\d{1,2})\/?|(?:เดือน)?([^\d/]+?))(?:ปี)?(พศ|คศ|be|ad|ce)?(\d{4}|\d{2})(พศ|คศ|be|ad|ce)?$/.exec(plain);
      if (!parts) return null;
      [d, m, y] = [parts[1], parts[2] || parts[3], parts[5]];
      era = ERAS[parts[4] || parts[6]];
    }
    const [dayNumber, monthNumber, yearNumber] = [Number(d), month(m), year(y, era)];
    if (!monthNumber || yearNumber < 1857 || yearNumber > 2157) return null;
    const day = new Date(Date.UTC(yearNumber, monthNumber - 1, dayNumber, 12));
    return day.getUTCMonth() === monthNumber - 1 && day.getUTCDate() === dayNumber ? day : null;
  }

  function words(day, language) {
    const [w, d, m, y] = [day.getUTCDay(), day.getUTCDate(), day.getUTCMonth(), day.getUTCFullYear() + 543];
    if (language === "en") return `${ENGLISH_DAYS[w]} ${[d, ENGLISH[m], y, "BE"].join("\u00a0")}`;
    return `วัน${DAYS[w]}ที่ ${[d, MONTHS[m], y].join("\u00a0")}`;
  }

  return { parse, words };
})();
